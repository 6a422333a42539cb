/**
 * What every error of tapegrad is: `where: what must hold, what was received. What to do.`
 *
 * A call that throws one has done nothing: no tensor, parameter or generator has changed.
 */
export class TapegradError extends Error {
  override readonly name: string = "TapegradError";
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

/** A file or a byte sequence that is missing or not what its format says. */
export class FormatError extends TapegradError {
  override readonly name: string = "FormatError";
  readonly location: FormatLocation;

  constructor(message: string, location: FormatLocation = {}, options?: ErrorOptions) {
    super(message, options);
    this.location = location;
  }
}
