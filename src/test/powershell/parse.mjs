// Parses every script that the product can send with a PowerShell grammar; PowerShell itself is not needed.
// Run by hand or in CI: npm ci && node parse.mjs
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Language, Parser } from 'web-tree-sitter';

const scripts = join(dirname(fileURLToPath(import.meta.url)), '../../main/resources/powershell');
const grammar = createRequire(import.meta.url).resolve('@vscode/tree-sitter-wasm/wasm/tree-sitter-powershell.wasm');

const lines = (name) =>
  readFileSync(join(scripts, `${name}.ps1`), 'utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line && !line.startsWith('#'))
    .join('\n');

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

let passed = 0;
let failed = 0;
for (const kit of ['pool', 'server']) {
  for (const file of readdirSync(join(scripts, kit))) {
    const name = `${kit}/${file.replace(/\.ps1$/, '')}`;
    const text = [lines(kit), lines(name), lines('runner')].join('\n');
    const errors = [...broken(parser.parse(text).rootNode)];
    errors.forEach((error) => console.error(`${name}: ${error}`));
    errors.length ? failed++ : passed++;
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed || !passed ? 1 : 0);
