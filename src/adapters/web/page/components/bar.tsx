interface BarProps {
  /** 0 to 1; what lies beyond is cut off. */
  readonly share: number
  readonly tone?: 'accent' | 'calm' | 'against'
}

/** A horizontal bar. The number stands beside it in words. */
export function Bar({ share, tone = 'accent' }: BarProps) {
  const width = Math.max(0, Math.min(1, share)) * 100
  return (
    <svg class={`bar ${tone}`} viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <rect class="bar-ground" width="100" height="6" />
      <rect class="bar-value" width={width} height="6" />
    </svg>
  )
}
