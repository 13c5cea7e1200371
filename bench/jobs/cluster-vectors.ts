import { createRandom, type Random } from '../corpus/random.ts'
import { tableOf, type VectorTable } from '../corpus/vectors.ts'

const CLUSTERS = 1_000
const CLOSENESS = 0.8

/**
 * Unit vectors around centroids of unequal size, at a cosine of 0.8 to their own: what the vectors of trained
 * embedders look like to a graph. Deterministic.
 */
export function clusterVectors(count: number, dimension: number, seed: number): VectorTable {
  const random = createRandom(seed)
  const centroids = Array.from({ length: CLUSTERS }, () => drawUnit(dimension, random))
  const numbers = new Float32Array(count * dimension)
  for (let at = 0; at < count; at += 1) {
    // The square makes the first clusters large and the last ones small.
    const centroid = centroids[Math.floor(CLUSTERS * random() ** 2)]!
    const noise = drawUnit(dimension, random)
    let along = 0
    for (let place = 0; place < dimension; place += 1) along += noise[place]! * centroid[place]!
    const across = noise.map((value, place) => value - along * centroid[place]!)
    const scale = Math.sqrt(1 - CLOSENESS ** 2) / Math.hypot(...across)
    numbers.set(
      centroid.map((value, place) => CLOSENESS * value + scale * across[place]!),
      at * dimension,
    )
  }
  return tableOf(numbers, dimension)
}

function drawUnit(dimension: number, random: Random): Float32Array {
  const vector = Float32Array.from({ length: dimension }, () => drawNormal(random))
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}

/** Box and Muller's method. */
function drawNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}
