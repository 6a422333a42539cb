// Shares a product among threads, and must then end by itself: a worker that kept the process alive would run into the time limit.
import { full, matmul, setThreads } from "@tapegrad/core";

setThreads(2);
const [a, b] = [full([256, 256], 2), full([256, 256], 3)];
let product = matmul(a, b);
// Workers start in their own time.
for (let i = 0; i < 20; i++) {
  await new Promise((resolve) => setTimeout(resolve, 10));
  product = matmul(a, b);
}
console.log(JSON.stringify([product.data[0], product.data.at(-1)]));
