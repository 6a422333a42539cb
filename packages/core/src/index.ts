import "./ops/elementwise/methods.ts";
import "./ops/indexing/methods.ts";
import "./ops/linalg/methods.ts";
import "./ops/movement/methods.ts";
import "./ops/neural/methods.ts";
import "./ops/reduce/methods.ts";
import "./op/readers/special.ts";
import "./ops/update/methods.ts";
import "./tensor/shown.ts";
import "./transform/methods.ts";

export * from "./functional.ts";
