const HOST =
  /(?:[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}-]+\.)+[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]{2,24}/gu
const UNSEEN = /[\p{Default_Ignorable_Code_Point}\p{Cf}*_~`]/gu
/** Endings of files, which labels name more often than hosts. */
const FILES = new Set(
  'js mjs cjs ts tsx jsx vue md mdx txt log py rb rs go java kt swift c h cpp cs php sql sh json yaml yml toml xml ini cfg conf html htm css scss csv tsv pdf doc docx xls xlsx ppt pptx odt zip gz png jpg jpeg gif svg lock'.split(
    ' ',
  ),
)

/** Whether the words of a link name a host that it does not lead to, so that a reader would be deceived. */
export function namesOtherHost(label: string, address: string): boolean {
  const seen = label.normalize('NFKC').replace(UNSEEN, '').toLowerCase()
  const { hostname } = new URL(address)
  return Array.from(seen.matchAll(HOST), ([host]) => host).some((host) => {
    if (FILES.has(host.split('.').at(-1) ?? '')) return false
    const named = hostOf(host)
    return hostname !== named && `www.${hostname}` !== named && !hostname.endsWith(`.${named}`)
  })
}

function hostOf(name: string): string {
  return URL.canParse(`https://${name}`) ? new URL(`https://${name}`).hostname : name
}
