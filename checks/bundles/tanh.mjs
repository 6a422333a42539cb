// The least that differentiates: a bundle of it should hold little more than the tape and one op.
import { grad, tanh, tensor } from "@tapegrad/core/functional";

const line = JSON.stringify([grad((x) => tanh(x))(tensor(0.5, { dtype: "float64" })).item()]);
console.log(line);
if (typeof document !== "undefined") document.body.textContent = line;
