import type { AdamOptions, RMSPropOptions, SGDOptions } from "@tapegrad/optim";

// What PyTorch 1.13 (CPU, float64) makes of θ = [1, -2, 0.5] and the gradients below, for several options:
//
//   theta = torch.nn.Parameter(torch.tensor([1.0, -2.0, 0.5], dtype=torch.float64))
//   optimizer = torch.optim.Adam([theta], lr=0.1, betas=(0.8, 0.95), eps=1e-3)
//   for t, g in enumerate(gradients, 1):
//       theta.grad = torch.tensor(g, dtype=torch.float64)
//       optimizer.step()
//       if t in (1, 2, 8): print(theta.tolist())
//
// with torch.optim.SGD, RMSprop and Adam; lr is learningRate here, alpha decay, eps epsilon.

export const start: readonly number[] = [1, -2, 0.5];

export const gradients: readonly (readonly number[])[] = [
  [0.5, -1.25, 3],
  [-0.75, 0.5, 2],
  [1.5, -0.125, -1],
  [0.25, 2.5, -0.5],
  [-2, 0.375, 0],
  [0.625, -1.5, 1.75],
  [1, 0.875, -2.25],
  [-0.375, -0.0625, 4],
];

/** θ after the first, the second and the eighth step. */
export interface Trajectory<Options> {
  readonly options: Options;
  readonly after1: readonly number[];
  readonly after2: readonly number[];
  readonly after8: readonly number[];
}

export const sgdTrajectories: readonly Trajectory<SGDOptions>[] = [
  {
    options: { learningRate: 0.1 },
    after1: [0.95, -1.875, 0.19999999999999998],
    after2: [1.025, -1.925, -2.7755575615628914e-17],
    after8: [0.9249999999999998, -2.13125, -0.20000000000000007],
  },
  {
    options: { learningRate: 0.1, weightDecay: 0.05 },
    after1: [0.945, -1.865, 0.19749999999999998],
    after2: [1.015275, -1.905675, -0.003487500000000038],
    after8: [0.8875423114527763, -2.0513104553222283, -0.20623119878294252],
  },
  {
    options: { learningRate: 0.1, momentum: 0.9 },
    after1: [0.95, -1.875, 0.19999999999999998],
    after2: [0.98, -1.8125, -0.2700000000000001],
    after8: [0.66721993, -2.3966031875000002, -2.02544057],
  },
  {
    options: { learningRate: 0.1, momentum: 0.9, dampening: 0.3 },
    after1: [0.95, -1.875, 0.19999999999999998],
    after2: [0.9574999999999999, -1.7975, -0.21],
    after8: [0.6816240324999998, -2.0640474350000004, -1.7803879100000004],
  },
  {
    options: { learningRate: 0.1, momentum: 0.9, dampening: 0.3, weightDecay: 0.05 },
    after1: [0.945, -1.865, 0.19749999999999998],
    after2: [0.9446924999999999, -1.7719725, -0.21544125000000003],
    after8: [0.585563047439877, -1.862826809598348, -1.7559438949210544],
  },
  {
    options: { learningRate: 0.1, momentum: 0.9, nesterov: true },
    after1: [0.905, -1.7625, -0.07000000000000005],
    after2: [1.0070000000000001, -1.7562499999999999, -0.6930000000000002],
    after8: [0.625497937, -2.4881928687499997, -2.4728965130000007],
  },
  {
    options: { learningRate: 0.1, momentum: 0.8, nesterov: true, weightDecay: 0.05 },
    after1: [0.901, -1.757, -0.04450000000000006],
    after2: [0.992691, -1.7447869999999999, -0.5976995000000002],
    after8: [0.6105918745170443, -2.1688698443495977, -1.6751490574764736],
  },
];

export const rmsPropTrajectories: readonly Trajectory<RMSPropOptions>[] = [
  {
    options: {},
    after1: [0.900000019999996, -1.9000000079999995, 0.4000000033333333],
    after2: [0.983333344074071, -1.9373001975470034, 0.3443369708833823],
    after8: [0.9137852663465923, -2.007138595060534, 0.3248367469181892],
  },
  {
    options: { learningRate: 0.02, decay: 0.9, epsilon: 0.001 },
    after1: [0.9371519328739474, -1.936914043046508, 0.43682104326445825],
    after2: [0.990414381414509, -1.9614256183557923, 0.40049043472676527],
    after8: [0.9446720529751966, -2.0063831234826037, 0.3861286934127916],
  },
  {
    options: { weightDecay: 0.1 },
    after1: [0.900000016666664, -1.9000000068965512, 0.40000000327868845],
    after2: [0.9741619931200132, -1.9210075422230468, 0.3442112067193549],
    after8: [0.8867861262838358, -1.9503650352480801, 0.3197816645665852],
  },
  {
    options: { momentum: 0.9 },
    after1: [0.900000019999996, -1.9000000079999995, 0.40000000333333324],
    after2: [0.8933333620740675, -1.847300204747003, 0.25433697388338217],
    after8: [0.5482301462056802, -1.9095294279530988, -0.26830558312596353],
  },
  {
    options: { centered: true },
    after1: [0.899496238676095, -1.8994962265548863, 0.39949622184108213],
    after2: [0.9828630319694172, -1.9368529976084492, 0.3432929194782205],
    after8: [0.9130374697887692, -2.006871649563265, 0.323351400008105],
  },
  {
    options: { centered: true, momentum: 0.8, weightDecay: 0.1, decay: 0.95 },
    after1: [0.9541168567346593, -1.9541168546777932, 0.4541168539161379],
    after2: [0.9507684752963351, -1.9269647315887284, 0.39078074191425816],
    after8: [0.8046203412340388, -1.9020020675790044, 0.2243520550140188],
  },
];

export const adamTrajectories: readonly Trajectory<AdamOptions>[] = [
  {
    options: {},
    after1: [0.99900000002, -1.999000000008, 0.49900000000333333],
    after2: [0.9992477018322483, -1.9986543941637185, 0.4980296478790434],
    after8: [0.9982857688755181, -1.9994986041491214, 0.49581382325895507],
  },
  {
    options: { learningRate: 0.1, beta1: 0.8, beta2: 0.95, epsilon: 0.001 },
    after1: [0.9001996007984032, -1.900079936051159, 0.4000333222259247],
    after2: [0.9305099080053248, -1.8706572006635809, 0.3037159872826376],
    after8: [0.8381806976387042, -1.9747420531419717, 0.11910079077840505],
  },
  {
    options: { learningRate: 0.1, weightDecay: 0.1 },
    after1: [0.9000000016666666, -1.9000000006896551, 0.40000000032786887],
    after2: [0.9100134791688923, -1.8500413711783852, 0.30292751394953144],
    after8: [0.7685636870923708, -1.845409608732166, 0.07432651135479379],
  },
  {
    options: { learningRate: 0.1, amsgrad: true, beta1: 0.5, beta2: 0.6 },
    after1: [0.900000002, -1.9000000008, 0.4000000003333333],
    after2: [0.9499512445358189, -1.8915672604582177, 0.3037340177463424],
    after8: [0.8715955447646667, -2.000830183712407, 0.22346321580496897],
  },
  {
    options: { learningRate: 0.1, amsgrad: true, weightDecay: 0.1, beta1: 0.5, beta2: 0.6 },
    after1: [0.9000000016666666, -1.9000000006896551, 0.40000000032786887],
    after2: [0.9376080406440672, -1.875864916225477, 0.3036881592809237],
    after8: [0.8245411345384741, -1.9160615734087991, 0.21581835033860136],
  },
];
