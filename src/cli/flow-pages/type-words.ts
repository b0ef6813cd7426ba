import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import ts from 'typescript';

/** A field of an event, or of something that an event contains. */
export interface FieldWords {
  /** As `requested`, or `failure.code` for a field of a field. */
  readonly name: string;
  readonly isOptional: boolean;
  /** Its type as the source has it, without what says only that nothing is changed. */
  readonly type: string;
  /** The named types in it, to be explained beside it. */
  readonly uses: readonly string[];
  readonly says: string;
}

/** A type that has a name: an interface has fields, anything else is shown as it is written. */
export interface ShapeWords {
  readonly name: string;
  readonly says: string;
  readonly fields: readonly FieldWords[];
  /** Empty for an interface. */
  readonly source: string;
  /** The named types in `source`. */
  readonly uses: readonly string[];
}

export interface MessageWords {
  readonly className: string;
  readonly fields: readonly FieldWords[];
}

/** What the sources say of messages and of the types that they are made of. */
export interface TypeWords {
  /** By the type under which the message is stored. */
  readonly messages: ReadonlyMap<string, MessageWords>;
  readonly shapes: ReadonlyMap<string, ShapeWords>;
}

/**
 * Reads what the flows' `*.messages.ts` say of the messages with these types. It fails when there
 * is a field that nothing is said of, neither at the field nor at its type.
 */
export function readTypeWords(src: string, types: ReadonlySet<string>): TypeWords {
  const flows = join(src, 'flows');
  const files = readdirSync(flows, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.messages.ts'))
    .map((name) => join(flows, name));
  const ids = join(src, 'kernel', 'ids.ts');
  const reader = new TypeReader(src, ts.createProgram([...files, ids], OPTIONS), ids);
  const messages = new Map(files.sort().flatMap((file) => reader.messagesIn(file, types)));
  if (reader.unsaid.length > 0) {
    throw new Error(`Nothing is said of these fields: ${reader.unsaid.join(', ')}.`);
  }
  return { messages, shapes: reader.shapes };
}

const OPTIONS: ts.CompilerOptions = {
  strict: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  skipLibCheck: true,
  resolveJsonModule: true,
  noEmit: true,
  types: [],
};

/** A type over several lines, from its first column on. */
const unindented = (text: string): string =>
  text
    .split('\n')
    .map((line) => line.replace(/^ {2}/, '').replace(/\breadonly /g, ''))
    .join('\n')
    .trim();

/** Says only that the code does not change it; in an event nobody does. */
const withoutReadonly = (text: string): string =>
  text.replace(/\breadonly /g, '').replace(/\s+/g, ' ');

class TypeReader {
  readonly shapes = new Map<string, ShapeWords>();
  /** Fields without a word, as `deposit.requested: source`. */
  readonly unsaid: string[] = [];
  private readonly checker: ts.TypeChecker;
  private readonly prefixes: ReadonlyMap<string, readonly string[]>;

  constructor(
    private readonly src: string,
    private readonly program: ts.Program,
    ids: string,
  ) {
    this.checker = program.getTypeChecker();
    this.prefixes = prefixesIn(program.getSourceFile(ids));
  }

  messagesIn(
    file: string,
    types: ReadonlySet<string>,
  ): readonly (readonly [string, MessageWords])[] {
    const source = this.program.getSourceFile(file);
    if (source === undefined) throw new Error(`${file} cannot be read.`);
    return source.statements.filter(ts.isClassDeclaration).flatMap((each) => {
      const message = messageOf(each);
      if (message === undefined || !types.has(message.type)) return [];
      const fields = this.fieldsOf(this.checker.getTypeFromTypeNode(message.data), message.type);
      return [[message.type, { className: each.name?.text ?? '', fields }] as const];
    });
  }

  /** The fields of an object type, those of what it extends first. */
  private fieldsOf(type: ts.Type, owner: string, prefix = ''): readonly FieldWords[] {
    return this.propertiesOf(type).flatMap((property) => this.fieldOf(property, owner, prefix));
  }

  private propertiesOf(type: ts.Type): readonly ts.Symbol[] {
    const parts = type.isIntersection()
      ? type.types
      : type.isClassOrInterface()
        ? this.checker.getBaseTypes(type)
        : [];
    const properties = [
      ...parts.flatMap((part) => this.propertiesOf(part)),
      ...this.checker.getPropertiesOfType(type),
    ];
    return [...new Map(properties.map((property) => [property.name, property])).values()];
  }

  private fieldOf(property: ts.Symbol, owner: string, prefix: string): readonly FieldWords[] {
    const name = `${prefix}${property.name}`;
    const declaration = property.declarations?.find(ts.isPropertySignature);
    const node = declaration?.type;
    if (declaration === undefined || node === undefined) {
      throw new Error(`${owner}.${name} has no type that could be read.`);
    }
    if (ts.isTypeLiteralNode(node)) {
      return this.fieldsOf(this.checker.getTypeFromTypeNode(node), owner, `${name}.`);
    }
    const uses = this.namedTypesIn(node);
    const says =
      this.commentOf(property) ?? this.commentElsewhere(declaration) ?? this.commentOfOnly(uses);
    if (says === '') this.unsaid.push(`${owner}: ${name}`);
    return [
      {
        name,
        isOptional: declaration.questionToken !== undefined,
        type: withoutReadonly(this.constraintOf(node) ?? node.getText()),
        uses,
        says,
      },
    ];
  }

  private commentOf(symbol: ts.Symbol): string | undefined {
    const text = ts.displayPartsToString(symbol.getDocumentationComment(this.checker));
    return text === '' ? undefined : text.replace(/\s+/g, ' ');
  }

  /** What a type parameter stands for; undefined for any other type. */
  private constraintOf(node: ts.TypeNode): string | undefined {
    if (!ts.isTypeReferenceNode(node)) return undefined;
    const parameter = this.checker
      .getSymbolAtLocation(node.typeName)
      ?.declarations?.find(ts.isTypeParameterDeclaration);
    return parameter && (parameter.constraint?.getText() ?? 'unknown');
  }

  /** In one file a field of one name and one type is one thing, and explained once. */
  private commentElsewhere(field: ts.PropertySignature): string | undefined {
    const key = keyOf(field);
    const namesake = propertiesIn(field.getSourceFile()).find(
      (other) => keyOf(other) === key && this.commentOfNode(other) !== undefined,
    );
    return namesake && this.commentOfNode(namesake);
  }

  private commentOfNode({ name }: ts.PropertySignature): string | undefined {
    const symbol = this.checker.getSymbolAtLocation(name);
    return symbol && this.commentOf(symbol);
  }

  /** A field of one named type may leave the words to it; an id says nothing of what it names. */
  private commentOfOnly(uses: readonly string[]): string {
    const [only, ...more] = uses;
    if (only === undefined || more.length > 0 || this.prefixes.has(only)) return '';
    return this.shapes.get(only)?.says ?? '';
  }

  /** The types of ours in a type, in the order of the text; they become shapes by being met. */
  private namedTypesIn(node: ts.Node): readonly string[] {
    const names: string[] = [];
    const visit = (part: ts.Node): void => {
      if (ts.isTypeReferenceNode(part)) names.push(...this.shapeOf(part.typeName));
      part.forEachChild(visit);
    };
    visit(node);
    return [...new Set(names)];
  }

  private shapeOf(typeName: ts.EntityName): readonly string[] {
    const symbol = this.meant(this.checker.getSymbolAtLocation(typeName));
    const declaration = symbol?.declarations?.[0];
    if (symbol === undefined || declaration === undefined || !this.isOurs(declaration)) return [];
    if (ts.isTypeParameterDeclaration(declaration)) return [];
    if (!this.shapes.has(symbol.name)) this.addShape(symbol, declaration);
    return [symbol.name];
  }

  private meant(symbol: ts.Symbol | undefined): ts.Symbol | undefined {
    const isAlias = symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0;
    return isAlias ? this.checker.getAliasedSymbol(symbol) : symbol;
  }

  private isOurs(declaration: ts.Declaration): boolean {
    return !relative(this.src, declaration.getSourceFile().fileName).startsWith(`..${sep}`);
  }

  private addShape(symbol: ts.Symbol, declaration: ts.Declaration): void {
    const { name } = symbol;
    const says = idWords(this.prefixes.get(name)) ?? this.commentOf(symbol) ?? '';
    const nothing = { name, says, fields: [], source: '', uses: [] };
    // First without fields: a shape may contain itself.
    this.shapes.set(name, nothing);
    if (ts.isInterfaceDeclaration(declaration)) {
      const fields = this.fieldsOf(this.checker.getDeclaredTypeOfSymbol(symbol), name);
      this.shapes.set(name, { ...nothing, fields });
    } else if (ts.isTypeAliasDeclaration(declaration) && !this.prefixes.has(name)) {
      const uses = this.namedTypesIn(declaration.type);
      this.shapes.set(name, { ...nothing, source: unindented(declaration.type.getText()), uses });
    }
  }
}

const keyOf = ({ name, type }: ts.PropertySignature): string =>
  `${name.getText()}: ${type?.getText() ?? ''}`;

function propertiesIn(node: ts.Node): readonly ts.PropertySignature[] {
  const found: ts.PropertySignature[] = ts.isPropertySignature(node) ? [node] : [];
  node.forEachChild((child) => void found.push(...propertiesIn(child)));
  return found;
}

/** The prefixes of the ids of each type, from the table `Prefixes` in the kernel. */
function prefixesIn(ids: ts.SourceFile | undefined): ReadonlyMap<string, readonly string[]> {
  const table = ids?.statements.find(
    (each): each is ts.InterfaceDeclaration =>
      ts.isInterfaceDeclaration(each) && each.name.text === 'Prefixes',
  );
  const prefixes = new Map<string, readonly string[]>();
  for (const member of table ? propertiesIn(table) : []) {
    const type = member.type?.getText() ?? '';
    prefixes.set(type, [...(prefixes.get(type) ?? []), member.name.getText()]);
  }
  return prefixes;
}

const idWords = (prefixes: readonly string[] | undefined): string | undefined =>
  prefixes && `Text: ${prefixes.map((prefix) => `\`${prefix}_\``).join(' or ')} and a UUIDv7.`;

interface MessageDeclared {
  readonly type: string;
  readonly data: ts.TypeNode;
}

/** `class X extends message('x.happened')<Data> {}`; undefined for any other class. */
function messageOf(declared: ts.ClassDeclaration): MessageDeclared | undefined {
  const base = declared.heritageClauses?.[0]?.types[0];
  const data = base?.typeArguments?.[0];
  if (base === undefined || data === undefined || !ts.isCallExpression(base.expression)) return;
  const type = base.expression.arguments[0];
  return type !== undefined && ts.isStringLiteral(type) ? { type: type.text, data } : undefined;
}
