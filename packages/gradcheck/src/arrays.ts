/** The typed array of each dtype. */
export const arrays = { float32: Float32Array, float64: Float64Array, int32: Int32Array, bool: Uint8Array };
