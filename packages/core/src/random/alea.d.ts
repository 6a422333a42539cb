declare module "seedrandom/lib/alea.js" {
  /** A generator: called, a number in [0, 1) of 32 random bits; `double()`, one of 53. */
  export interface Alea<State> {
    (): number;
    double(): number;
    state(): State;
  }
  export default function alea<State>(seed: string, options: { state: true } | { state: State }): Alea<State>;
}
