import { grad, type Tensor } from "@tapegrad/core";
import { functionPlot, type Picture } from "@tapegrad/inspect";

/** f and f′ above, what `functionPlot` finds as their derivatives below: f′ and f″. */
export function picture(): Picture {
  const f = (x: Tensor): Tensor => x.mul(x.square().sin());
  const slope = (x: Tensor): Tensor => grad((y: Tensor) => f(y).sum())(x);
  return functionPlot(
    { f, "f′": slope },
    { range: [-2.5, 2.5], title: "x sin(x²), its derivative, and that derivative's" },
  );
}
