/** Samples of Prometheus' text format: name, labels, value. Throws at a line that is not in that format. */
export function readPrometheus(text: string): readonly Sample[] {
  return text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, name = '', inside = '', value = ''] =
        /^([a-zA-Z_:][\w:]*)(?:\{((?:\w+="(?:[^"\\]|\\.)*",?)*)\})? (\S+)$/.exec(line) ?? fail(line)
      const labels = [...inside.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, label, said]) => [label, said])
      return { name, labels: Object.fromEntries(labels), value: value === '+Inf' ? Infinity : Number(value) }
    })
}

export interface Sample {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** The value of the one sample with this name and these labels. */
export function sampleOf(
  text: string,
  name: string,
  labels: Readonly<Record<string, string>> = {},
): number | undefined {
  const fits = (sample: Sample) =>
    sample.name === name && Object.entries(labels).every(([label, value]) => sample.labels[label] === value)
  const found = readPrometheus(text).filter(fits)
  if (found.length > 1) throw new Error(`${found.length} samples of ${name} fit`)
  return found[0]?.value
}

function fail(line: string): never {
  throw new Error(`not in the text format: ${line}`)
}
