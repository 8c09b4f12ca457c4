// Runs the command once and writes the code that V8 has made of its script by the end: `node warm-up.cjs CLI CODE ARG…`.

const { writeFileSync } = require('node:fs');
const vm = require('node:vm');

const [cli, code] = process.argv.splice(2, 2);
process.argv[1] = cli;
let script;
vm.Script = class extends vm.Script {
  constructor(...args) {
    super(...args);
    script = this;
  }
};
process.on('exit', () => writeFileSync(code, script.createCachedData()));
require(cli);
