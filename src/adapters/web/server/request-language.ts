/** In which language somebody is answered: the configured one, else what the `Accept-Language` header prefers. */
export function requestLanguage(header: string | undefined, configured: 'auto' | 'en' | 'ja'): 'en' | 'ja' {
  if (configured !== 'auto') return configured
  let best: { readonly language: 'en' | 'ja'; readonly weight: number } = { language: 'en', weight: 0 }
  for (const part of (header ?? '').slice(0, 500).split(',')) {
    const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
    const language = tag.split('-', 1)[0]
    const weight = weightOf(parameters)
    if ((language === 'en' || language === 'ja') && weight > best.weight) best = { language, weight }
  }
  return best.language
}

function weightOf(parameters: readonly string[]): number {
  const given = parameters.find((parameter) => parameter.trim().startsWith('q='))
  const weight = given === undefined ? 1 : Number(given.trim().slice(2))
  return weight >= 0 && weight <= 1 ? weight : 0
}
