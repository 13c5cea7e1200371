// Stands in until the real one is written.
export const plainText = (markdown: string, most: number): string => markdown.replace(/[*_`#<>]/g, '').slice(0, most)
