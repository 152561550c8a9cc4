// Parses every script that the product sends with a PowerShell grammar; PowerShell itself is not needed.
// The build's tests leave the command lines in target/powershell, exactly as they are sent (EmittedScriptsTest).
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Language, Parser } from 'web-tree-sitter';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const sent = join(root, 'target/powershell');
const operations = ['pool', 'server'].flatMap((kit) =>
  readdirSync(join(root, 'src/main/resources/powershell', kit)).map((file) => `${kit}-${file.replace(/\.ps1$/, '')}`),
);
const grammar = createRequire(import.meta.url).resolve('@vscode/tree-sitter-wasm/wasm/tree-sitter-powershell.wasm');

const scriptOf = (commandLine) => {
  const encoded = /^powershell\.exe .* -EncodedCommand ([A-Za-z0-9+/]+=*)$/.exec(commandLine.trim());
  return encoded && Buffer.from(encoded[1], 'base64').toString('utf16le');
};

function* broken(node) {
  if (node.isError || node.isMissing) {
    yield `line ${node.startPosition.row + 1}, column ${node.startPosition.column + 1}: ${node.text.slice(0, 60)}`;
  }
  for (const child of node.children) {
    yield* broken(child);
  }
}

await Parser.init();
const parser = new Parser();
parser.setLanguage(await Language.load(grammar));

const faults = (name) => {
  const file = join(sent, `${name}.txt`);
  if (!existsSync(file)) {
    return ['was not left by the build; run mvn verify'];
  }
  const script = scriptOf(readFileSync(file, 'utf8'));
  return script ? [...broken(parser.parse(script).rootNode)] : ['is not a command line with an encoded script'];
};

const left = existsSync(sent) ? readdirSync(sent).map((file) => file.replace(/\.txt$/, '')) : [];
const names = [...new Set([...operations, ...left])].sort();
let failed = 0;
for (const name of names) {
  const found = faults(name);
  found.forEach((fault) => console.error(`${name}: ${fault}`));
  failed += found.length ? 1 : 0;
}
// A grammar that takes everything would prove nothing.
if (![...broken(parser.parse('if (Get-CsPool { }').rootNode)].length) {
  console.error('the grammar takes a broken script');
  failed++;
}
console.log(`${names.length} scripts, ${failed} failed`);
process.exit(failed || !names.length ? 1 : 0);
