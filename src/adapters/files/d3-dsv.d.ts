// The library comes without types; this is the part of it that is used.
declare module 'd3-dsv' {
  export function dsvFormat(delimiter: string): { parseRows(text: string): string[][] }
}
