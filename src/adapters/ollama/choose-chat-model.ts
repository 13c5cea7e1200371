import type { InstalledModel } from './schema.ts'

/**
 * The installed model that `auto` means, or undefined when none can chat. Depends on the list alone, not its order:
 * 1. only models that complete text, run on the server itself (not in Ollama's cloud) and are no embedders;
 * 2. those that call tools before those that do not;
 * 3. general ones before those made for one purpose (code, mathematics, OCR, guarding, translation, base models);
 * 4. those of at most 40 billion parameters before larger ones, which few machines run at the speed of a chat;
 * 5. the larger size class (below 1.5, 6, 15, 40 billion);
 * 6. families known to answer well in English and Japanese before others;
 * 7. the larger model, then the name.
 */
export function chooseChatModel(models: readonly InstalledModel[]): InstalledModel | undefined {
  return models.filter(canChat).sort(byPreference)[0]
}

/** Whether a model completes text. Servers that do not list capabilities are judged by family and name. */
export function canChat(model: InstalledModel): boolean {
  if (model.remote_host || /[-:]cloud$/.test(model.name)) return false
  if (model.capabilities) return model.capabilities.includes('completion')
  return !/bert|embed/i.test(model.details?.family ?? '') && !/embed|bge-|\be5-|gte-|minilm|rerank/i.test(model.name)
}

function byPreference(first: InstalledModel, second: InstalledModel): number {
  const a = rank(first)
  const b = rank(second)
  const differing = a.findIndex((value, at) => value !== b[at])
  if (differing !== -1) return (b[differing] ?? 0) - (a[differing] ?? 0)
  return first.name < second.name ? -1 : 1
}

// Higher is better, the weightiest first.
function rank(model: InstalledModel): readonly number[] {
  const billions = parameterBillions(model)
  return [
    Number(model.capabilities?.includes('tools') ?? false),
    Number(!SPECIALISED.test(model.name)),
    Number(billions <= LARGEST_BILLIONS),
    SIZE_CLASSES.filter((limit) => billions >= limit).length,
    Number(KNOWN_GOOD.test(model.name) || KNOWN_GOOD.test(model.details?.family ?? '')),
    billions,
  ]
}

const SPECIALISED = /cod(e|er|ing)|math|ocr|guard|shield|translat|sql|-base\b|[-:]text\b|reader|function/i
const KNOWN_GOOD =
  /qwen-?[2-9]|gemma-?[2-9n]|llama-?3|llama-?4|gpt-?oss|mistral|ministral|phi-?[4-9]|granite|swallow|elyza/i
const SIZE_CLASSES = [1.5, 6, 15]
const LARGEST_BILLIONS = 40

/** `7.6B`, `137M`, `8x7B`; 0 when unknown. */
function parameterBillions(model: InstalledModel): number {
  const match = /^(?:(\d+)x)?([\d.]+)\s*([KMBT])/i.exec(model.details?.parameter_size ?? '')
  const unit = { K: 1e-6, M: 1e-3, B: 1, T: 1e3 }[match?.[3]?.toUpperCase() ?? '']
  return match === null || unit === undefined ? 0 : Number(match[1] ?? 1) * Number(match[2]) * unit
}
