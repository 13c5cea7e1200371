/** An ear to the left and a voice to the right: Kiku means to listen, and to ask. */
export function Logo() {
  return (
    <span class="logo">
      <svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
        <rect width="32" height="32" rx="8" />
        <path d="M10 8v16M15 16a6 6 0 0 1 6-6M15 16a6 6 0 0 0 6 6" />
      </svg>
      Kiku
    </span>
  )
}
