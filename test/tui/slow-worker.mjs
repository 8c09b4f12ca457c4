// Answers as the worker that judges does, without judging: `never` never ends, `breaks` breaks down.

import { parentPort } from 'node:worker_threads';

const done = [];

parentPort.on('message', ({ kind, item, input, run, candidate }) => {
  const text = Buffer.from(input.bytes).toString();
  done.push(`${kind} ${item}`);
  if (kind === 'judge' && text === 'never') return;
  if (kind === 'judge' && text === 'breaks') process.exit(1);
  const summary = { subject: text, versions: [] };
  const answers = {
    read: { kind: 'read', item, summary },
    judge: { kind: 'judged', item, summary, view: { subject: text, done: [...done] } },
    trace: { kind: 'traced', item, trace: { ...run, done: [...done] } },
    reply: { kind: 'drafted', item, candidate, text, notes: [] },
  };
  parentPort.postMessage(answers[kind]);
});
