/** What an error says, in parts: `where: argument expected, got received. advice`. */
export interface ErrorParts {
  /** The call that refuses: `"tensor"`, `"DataLoader.loadState"`. */
  readonly where: string;
  /** What it refuses, as the caller knows it: `"p"`, `"shape"`. */
  readonly argument?: string | undefined;
  /** What must hold: `"must be in 0 … 1"`. */
  readonly expected: string;
  /** What was received instead, written as a program would write it. */
  readonly received?: string | undefined;
  /** What to do now: sentences, with their full stops. */
  readonly advice?: string | undefined;
}

/** The message that these parts make. */
function compose({ where, argument, expected, received, advice }: ErrorParts): string {
  const subject = argument === undefined ? "" : `${argument} `;
  const got = received === undefined ? "" : `, got ${received}`;
  const next = advice === undefined ? "" : ` ${advice}`;
  return `${where}: ${subject}${expected}${got}.${next}`;
}

/**
 * What every error of tapegrad is: `where: what must hold, got what was received. What to do.`
 *
 * The parts of that sentence are fields too, for programs that show errors in their own way; a part that an error does not
 * have is `undefined`. A call that throws one has done nothing: no tensor, parameter or generator has changed.
 *
 * @example
 * ```ts
 * const error = new TapegradError({ where: "f", argument: "p", expected: "must be 1", received: "2" });
 * error.message; // => "f: p must be 1, got 2."
 * error.received; // => "2"
 * ```
 */
export class TapegradError extends Error {
  override readonly name: string = "TapegradError";
  // Behind accessors, so that a console, which prints an error's own properties, does not say everything twice.
  readonly #parts: Partial<ErrorParts>;
  #path: string | undefined;

  constructor(message: string | ErrorParts, options?: ErrorOptions) {
    super(typeof message === "string" ? message : compose(message), options);
    this.#parts = typeof message === "string" ? {} : message;
  }

  /** The call that refuses. */
  get where(): string | undefined {
    return this.#parts.where;
  }

  /** What it refuses. */
  get argument(): string | undefined {
    return this.#parts.argument;
  }

  /** What must hold. */
  get expected(): string | undefined {
    return this.#parts.expected;
  }

  /** What was received, as text. */
  get received(): string | undefined {
    return this.#parts.received;
  }

  /** What to do. */
  get advice(): string | undefined {
    return this.#parts.advice;
  }

  /** Path of the Module in whose `forward` it happened, such as `"encoder.layers[0]"`: filled in as the error passes. */
  get path(): string | undefined {
    return this.#path;
  }

  set path(path: string | undefined) {
    this.#path = path;
  }
}

/** A shape, an axis or a number of elements that does not fit. */
export class ShapeError extends TapegradError {
  override readonly name: string = "ShapeError";
}

/** A dtype that an operation does not take, or a value that its dtype cannot hold. */
export class DTypeError extends TapegradError {
  override readonly name: string = "DTypeError";
}

/** A value outside what an argument may be. */
export class DomainError extends TapegradError {
  override readonly name: string = "DomainError";
}

/** A derivative that was asked for and does not exist, or cannot be computed any more. */
export class GradientError extends TapegradError {
  override readonly name: string = "GradientError";
}

/** Where in a file the fault lies. */
export interface FormatLocation {
  readonly file?: string;
  readonly byte?: number;
  readonly line?: number;
  readonly column?: number;
}

/** A file, a byte sequence or a saved value that is missing or not what its format says. */
export class FormatError extends TapegradError {
  override readonly name: string = "FormatError";
  readonly location: FormatLocation;

  constructor(message: string | ErrorParts, location: FormatLocation = {}, options?: ErrorOptions) {
    super(message, options);
    this.location = location;
  }
}
