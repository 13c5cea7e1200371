/** Drawn in a square of 24, with lines only. */
const DRAWINGS = {
  ask: 'M4 5h16v11H9l-5 4z',
  plus: 'M12 5v14M5 12h14',
  sources: 'M12 3l9 4.5-9 4.5-9-4.5zM3 12l9 4.5 9-4.5M3 16.5L12 21l9-4.5',
  insight: 'M4 20V10M10 20V4M16 20v-7M22 20H2',
  menu: 'M4 7h16M4 12h16M4 17h16',
  close: 'M6 6l12 12M18 6L6 18',
  pencil: 'M4 20l1-4L16 5l3 3L8 19zM14 7l3 3',
  trash: 'M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5',
  send: 'M12 20V5M6 11l6-6 6 6',
  stop: 'M7 7h10v10H7z',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  check: 'M5 12.5l4.5 4.5L19 7',
  again: 'M20 11a8 8 0 1 0-2.3 6M20 5v6h-6',
  up: 'M7 11l4-8c2 0 3 1 2.6 3L13 10h6c1.5 0 2.2 1 2 2l-1.5 7c-.2 1-1 2-2 2H7zM3 11h4v10H3z',
  down: 'M7 13l4 8c2 0 3-1 2.6-3L13 14h6c1.5 0 2.2-1 2-2l-1.5-7c-.2-1-1-2-2-2H7zM3 3h4v10H3z',
  more: 'M6 9l6 6 6-6',
  back: 'M15 5l-7 7 7 7',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M15.5 15.5L21 21',
  tool: 'M14.5 6.5a4 4 0 0 1 5-3.8L17 5.5l1.5 1.5 2.8-2.5a4 4 0 0 1-5.6 4.8L8 17a2 2 0 1 1-3-3l7.7-7.7',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4',
  folder: 'M3 6h6l2 2h10v11H3z',
  link: 'M10 14a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 6 6l1-1',
  channel: 'M9 4L7 20M17 4l-2 16M4 9h16M3 15h16',
  book: 'M4 5c3-1 6-1 8 1 2-2 5-2 8-1v14c-3-1-6-1-8 1-2-2-5-2-8-1zM12 6v14',
  upload: 'M12 16V4M7 9l5-5 5 5M4 16v4h16v-4',
  alert: 'M12 4l9 16H3zM12 10v4M12 17v.1',
  help: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M12 16.5v.1',
  outside: 'M14 4h6v6M20 4l-9 9M11 5H5v14h14v-6',
  light:
    'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.4 1.4M17.6 17.6L19 19M19 5l-1.4 1.4M6.4 17.6L5 19',
  dark: 'M20 14A8 8 0 1 1 10 4a6.5 6.5 0 0 0 10 10z',
  system: 'M3 5h18v12H3zM9 21h6M12 17v4',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7v5l3 2',
  leave: 'M10 4H4v16h6M15 8l4 4-4 4M19 12H9',
  evidence: 'M4 6h16M4 12h10M4 18h7M17 15l2 2 3.5-4',
} as const

export type IconName = keyof typeof DRAWINGS

/** A drawing beside or instead of words; whoever uses it says in words what it stands for. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={DRAWINGS[name]} />
    </svg>
  )
}
