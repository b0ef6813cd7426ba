/**
 * Prints the ten longest functions of src/. It never fails: the list is there to be looked at, and
 * a long table is no fault. A function is counted from its first line to its last, without the
 * lines that are blank or comment.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));
const shown = 10;

const sources = readdirSync(join(root, 'src'), { recursive: true })
  .map((name) => join('src', name))
  .filter((name) => name.endsWith('.ts') && !/\.(spec|conformance|fixture)\.ts$/.test(name));

const longest = sources
  .flatMap(functionsOf)
  .sort((a, b) => b.lines - a.lines)
  .slice(0, shown);

console.log(`The ${longest.length} longest functions:`);
for (const { lines, name, place } of longest) {
  console.log(`  ${String(lines).padStart(4)}  ${name}  ${place}`);
}

function functionsOf(file) {
  const text = readFileSync(join(root, file), 'utf8');
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found = [];
  const visit = (node) => {
    if (ts.isFunctionLike(node) && node.body) {
      const at = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
      found.push({ lines: codeLines(node.getText()), name: nameOf(node), place: `${file}:${at}` });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function codeLines(text) {
  return text.split('\n').filter((line) => !/^\s*($|\/\/|\/\*|\*)/.test(line)).length;
}

/** `Class.method` for a method, the name that it is given for `const f = () => …`. */
function nameOf(node) {
  const owner = node.parent.name?.getText();
  const own = ts.isConstructorDeclaration(node) ? 'constructor' : node.name?.getText();
  return [owner, own].filter(Boolean).join('.') || '(anonymous)';
}
