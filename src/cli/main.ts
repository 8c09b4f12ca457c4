// The command line. Little is loaded here: what a command needs, it imports when it runs.
//
// An interrupt (SIGINT) is left to the system, which ends the process at once and gives the shell 130, but where a command
// has something to tell by then (judge.ts) or to keep (batch.ts).

import { Command, CommanderError, Option } from 'commander';
import { CommandError, explain } from './errors.ts';
import type { ExitCode } from './exit.ts';
import {
  collect,
  day,
  megabytes,
  natural,
  positiveInteger,
  rerollCount,
  seconds,
  symbol,
  verdictName,
} from './options.ts';
import { write } from './output.ts';
import { version } from './version.ts';

const EXAMPLES = `
Examples:
  patchcheck thread.mbox                   the verdict, for a person
  b4 mbox -o- MESSAGE-ID | patchcheck - --json --all
                                           the verdict and every check, as JSON
  patchcheck v3.mbox --described           only the described bug: the
                                           quickest
  patchcheck second.mbox --onto first.mbox
                                           a patch on top of an earlier thread's
  patchcheck thread.mbox \\
    --check readers/coop+charge-fails+page-alloc-sleeps/every-call-returns
                                           a combination of switches
  patchcheck model diff thread.mbox        what the patch does to the model
  patchcheck review one.mbox two.mbox      look through threads on screens
  patchcheck models                        what there is a model of
  patchcheck parse archive.mbox --jsonl    what is understood of each mail, one
                                           line of JSON for each
  patchcheck report *.mbox --html DIR      the same as pages, with pictures
  patchcheck reply thread.mbox -o draft    a draft of an answer; nothing is sent
  patchcheck batch archive/                every thread of an archive; goes on
                                           where it was stopped
  patchcheck mutate thread.mbox            which parts of a patch the checks see
  patchcheck replay thread.mbox CHECK RUN  go along a run that a verdict rests
                                           on, step by step

FILE is an mbox, a single mail, or the text page of an archive, each also
gzipped; - is standard input. On a terminal the pager of git is used.

Exit status:
  0    fixed and nothing introduced (without a patch: nothing reproduced)
  1    any other verdict
  2    wrong usage
  3    a file that cannot be read or written, or an internal error
  125  not decided (unknown, not modelled)
  130  interrupted
`;

const REPLAY_EXAMPLES = `
A report prints the command for each of its runs:
  patchcheck replay thread.mbox \\
    readers/coop+page-alloc-sleeps/every-call-returns \\
    owner:18,owner=1,owner,looper:2,@,looper:19

In a run, owner is a step of the task owner, owner:18 are 18 of them, owner=1 is
one with outcome 1 (an allocation sleeps, say); what stands behind @ goes on for
ever.

Exit status: 0 if the run shows the violation, 1 if it does not.
`;

const MUTATE_EXAMPLES = `
Statements that the patch adds are left out, swapped with the next one, weakened
or negated; what it removes is kept. Each of these mutants is put to the checks
that hold after the patch. One that they do not tell from it survives: what it
changes is not shown to be needed by this model (docs/mutate.md).

  patchcheck mutate thread.mbox            every check that holds is asked
  patchcheck mutate thread.mbox --described
                                           only those that the thread describes
  patchcheck mutate thread.mbox --all      with the mutants that were killed

Exit status: 0 if every mutant is killed, 1 if one survives or never ran, 125 if
that is not decided.
`;

const WITNESS_FORMS = ['text', 'json', 'test'];
const FORMATS = ['text', 'json', 'jsonl', 'ktap', 'junit', 'sarif'];

let exit: ExitCode = 0;
const done = (code: ExitCode): void => {
  exit = code;
};

function commands(): Command {
  const program = quiet(new Command('patchcheck'))
    .description('Says whether the race fix in a mail thread closes the bug: on a model, not on a kernel.')
    .version(`patchcheck ${version}`, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .argument('<file>', 'the thread; - for standard input')
    .addOption(new Option('--format <name>', 'print for a person or for a machine (docs/formats.md)').choices(FORMATS))
    .option('--json', 'the same as --format json (docs/schema/thread-1.json)')
    .option('--jsonl', 'the same as --format jsonl')
    .addOption(
      new Option('--witness <form>', 'print the runs of the described or asked checks, whole').choices(WITNESS_FORMS),
    )
    .addHelpText('after', EXAMPLES)
    .helpCommand('help [command]', 'print the help of a command')
    .action(async (file, options) => done(await (await import('./judge.ts')).judge(file, options)));
  onModel(judging(program));

  const model = quiet(program.command('model'))
    .description('look at models')
    .allowExcessArguments()
    .action((_, command: Command) => {
      const [name] = command.args;
      if (name !== undefined)
        throw new CommandError(2, `Cannot run \`model ${name}\`: there is no such command.\nThere is \`model diff\`.`);
      command.outputHelp();
    });
  onModel(quiet(model.command('diff')))
    .description('print what the patches of a thread do to the model, in TypeScript and in C')
    .argument('<file>', 'the thread; - for standard input')
    .action(async (file, options) => done(await (await import('./model-diff.ts')).modelDiff(file, options)));

  const models = quiet(program.command('models'))
    .description('list the models: functions, scenarios, switches, properties')
    .option('--json', 'print JSON (docs/schema/models-1.json)')
    .option('--no-pager', 'print straight to the terminal')
    .allowExcessArguments()
    .action(async (options, command: Command) => {
      const [name] = command.args;
      if (name !== undefined)
        throw new CommandError(
          2,
          `Cannot run \`models ${name}\`: there is no such command.\nThere is \`models show NAME\` and \`models check [NAME]\`.`,
        );
      done(await (await import('./models.ts')).listModels(options));
    });
  quiet(models.command('show'))
    .description('print the C of a model, its environment, its assumptions and what it leaves out')
    .argument('<name>', 'the model: swapin-5.7, say')
    .option('--json', 'print JSON (docs/schema/models-1.json)')
    .option('--no-pager', 'print straight to the terminal')
    .action(async (name, options) => done(await (await import('./models.ts')).showModel(name, options)));
  quiet(models.command('check'))
    .description('say what is wrong with a model, or with every one; ends with 1 if something is')
    .argument('[name]', 'the model: swapin-5.7, say')
    .action(async (name) => done(await (await import('./models.ts')).checkModels(name)));

  onModel(quiet(program.command('replay')))
    .description('go through a run that a verdict rests on, step by step')
    .argument('<file>', 'the thread; - for standard input')
    .argument('<check>', 'id of the check: scenario/schedule+switches/property')
    .argument('<run>', 'the run, as a report prints it: owner:18,owner=1,@,looper:19')
    .addHelpText('after', REPLAY_EXAMPLES)
    .option('--candidate <id>', 'with the patches of this candidate; else before them')
    .option('--more <name:n>', 'with so many more of a task, or of what the model counts; a ladder prints it')
    .action(async (file, check, run, options) =>
      done(await (await import('./replay.ts')).replayRun(file, check, run, options)),
    );

  judging(onModel(quiet(program.command('review'))))
    .description('look through threads, their patches, checks and runs on screens; ? there shows the keys')
    .argument('<input...>', 'a thread; - for standard input')
    .action(async (inputs, options) => done(await (await import('./review.ts')).review(inputs, options)));

  judging(onModel(quiet(program.command('report'))))
    .description('write a report of threads as pages: an index, and a page for each')
    .argument('<input...>', 'a thread, or a folder of threads; - for standard input')
    .requiredOption('--html <dir>', 'the folder that the pages are written to')
    .action(async (inputs, options) => done(await (await import('./report.ts')).report(inputs, options)));

  judging(onModel(quiet(program.command('reply'))))
    .description('draft an answer to a thread: a mail with the verdict, its run and what was not covered')
    .argument('<file>', 'the thread; - for standard input')
    .option('--to-candidate <id>', 'answer the mail that proposes this candidate; else the newest')
    .option('-o, --output <file>', 'the file that the draft is written to; else standard output')
    .action(async (file, options) => done(await (await import('./reply.ts')).reply(file, options)));

  judging(onModel(quiet(program.command('mutate'))))
    .description('change the patch of a thread in small ways, and say which changes no check sees')
    .argument('<file>', 'the thread; - for standard input')
    .option('--candidate <id>', 'mutate the patches of this candidate; else of the one that decides the verdict')
    .option('--json', 'print JSON (docs/schema/mutants-1.json)')
    .addHelpText('after', MUTATE_EXAMPLES)
    .action(async (file, options) => done(await (await import('./mutate.ts')).mutate(file, options)));

  const batch = quiet(program.command('batch'))
    .description('go through whole archives: what each thread is, and the verdict where a model covers it')
    .argument('[archive...]', 'an mbox, maildir, public-inbox, or a folder of these')
    .option('--since <date>', 'only threads with a mail since this day: 2024-05-31', day)
    .option('--limit <query>', 'judge only threads that meet these words: s:subject f:author fn:function d:2020-05..')
    .option('--triage', 'judge nothing: say what each thread is')
    .option('--jobs <n>', 'how many threads at once (default: one for each processor)', natural('--jobs'))
    .option('--queue <url>', 'give the work to `patchcheck worker` on any machines, through this Redis')
    .option('--described', 'judge only the checks that a thread describes')
    .option('--max-states <n>', 'give up a search at this many states (default: 250,000)', positiveInteger)
    .option('--timeout <seconds>', 'give up a thread after this time', seconds, 120)
    .option('--max-memory <size>', 'give up a thread beyond this memory: 512M, 2G', megabytes, 1024)
    .option('--config <NAME=y|n>', 'set a symbol of the configuration; may be repeated', symbol)
    .option('--fail-on <verdict>', 'end with 1 if a thread has this verdict; may be repeated', verdictName)
    .setOptionValue('config', {})
    .setOptionValue('failOn', [])
    .action(async (archives, options) => done(await (await import('./batch.ts')).batch(archives, options)));
  stored(batch);
  stored(quiet(batch.command('report')))
    .description('print what a store says: the funnel, functions that no model has, verdicts across versions')
    .option('--jsonl', 'print one line of JSON a record (docs/batch.md)')
    .option('--html <dir>', 'write pages to this folder')
    .option('--limit <query>', 'only threads that meet these words: v:fixed fn:function …')
    .action(async (options) => done(await (await import('./batch-report.ts')).batchReport(options)));

  quiet(program.command('b4-check'))
    .description('a check for b4: one mail on standard input, a JSON array of results on standard output')
    .option('--archive <path>', 'find the thread of the mail in this archive, and judge all of it')
    .option('--described', 'judge only the checks that the thread describes')
    .option('--max-states <n>', 'give up a search at this many states (default: 250,000)', positiveInteger)
    .option('--timeout <seconds>', 'give up at this time after the start', seconds, 120)
    .option('--config <NAME=y|n>', 'set a symbol of the configuration; may be repeated', symbol)
    .setOptionValue('config', {})
    .action(async (options) => done(await (await import('./b4-check.ts')).b4Check(options)));

  quiet(program.command('worker'))
    .description('do the work of `patchcheck batch --queue` on this machine')
    .requiredOption('--queue <url>', 'the Redis that the work comes from: redis://host:6379')
    .option('--jobs <n>', 'how many threads at once (default: one for each processor)', natural('--jobs'))
    .option('--lease <seconds>', 'a worker of which nothing is heard for this long is dead', natural('--lease'), 30)
    .action(async (options) => done(await (await import('./worker.ts')).worker(options)));

  quiet(program.command('parse'))
    .description('show what is understood of mails: threads, series, diffs')
    .argument('<input...>', 'an mbox, mail, maildir, public-inbox or folder; - for standard input; last a Message-ID')
    .option('--json', 'print JSON (docs/schema/parse-1.json)')
    .option('--jsonl', 'print one line of JSON a message')
    .option('--thread <id>', 'only the thread with this Message-ID, or that of a lore URL')
    .option('-v, --reroll-count <n>', 'only series of this version', rerollCount)
    .option('-P, --parts <list>', 'only these parts of series: 1,3-5,7-')
    .option('--scissors', 'take what stands behind scissors as the commit')
    .option('--by-subject', 'put answers without references under a mail of the same subject')
    .addOption(new Option('--color <when>', 'use colours').choices(['auto', 'always', 'never']).default('auto'))
    .action(async (inputs, options) => done(await (await import('./parse.ts')).parse(inputs, options)));
  return program;
}

/** Options of every command that gives verdicts. */
function judging(command: Command): Command {
  return command
    .option('--all', 'list every check that was judged')
    .option('--described', 'judge only the checks that the thread describes')
    .option('--check <id>', 'judge this check too; may be repeated', collect)
    .option('--ladder', 'ask the described or named checks with more tasks, objects, entries, too')
    .option('--max-states <n>', 'give up a search at this many states (default: 250,000)', positiveInteger)
    .option('--max-memory <size>', 'give up a search beyond this memory: 512M, 2G (default: what there is)', megabytes)
    .option('--timeout <seconds>', 'give up at this time after the start (default: never)', seconds)
    .addOption(new Option('--color <when>', 'use colours').choices(['auto', 'always', 'never']).default('auto'))
    .setOptionValue('check', []);
}

/** Options of every command that works on a store. */
function stored(command: Command): Command {
  return command.option('--store <file>', 'the file that results are kept in', 'patchcheck.db');
}

/** Options of every command that applies patches. Lists begin empty, which is no default to tell. */
function onModel(command: Command): Command {
  return command
    .option('--onto <file>', 'apply the newest patch of this thread first; may be repeated', collect)
    .option('--config <NAME=y|n>', 'set a symbol of the configuration; may be repeated', symbol)
    .option('--no-pager', 'print straight to the terminal')
    .setOptionValue('onto', [])
    .setOptionValue('config', {});
}

/** Commander reports by exceptions; what it has to say goes to where it belongs. */
function quiet(command: Command): Command {
  return (
    command
      .exitOverride()
      .enablePositionalOptions()
      // Long terms leave no room for what they mean, and are told in the help of the command itself.
      .configureHelp({ subcommandTerm: (c) => c.name(), minWidthToWrap: 20 })
      .configureOutput({ writeOut: (text) => write(1, text), writeErr: () => {}, getOutHelpWidth: () => 80 })
  );
}

async function main(): Promise<void> {
  try {
    await commands().parseAsync();
    process.exitCode = exit;
  } catch (error) {
    if (error instanceof CommanderError) {
      // Help and version that were asked for come as exceptions too.
      if (error.exitCode === 0) return;
      write(2, `patchcheck: ${error.message.replace(/^error: /, '')}\nTry \`patchcheck --help\`.\n`);
      process.exitCode = 2;
      return;
    }
    const { exit: code, message } = explain(error);
    write(2, `patchcheck: ${message}\n`);
    process.exitCode = code;
  }
}

void main();
