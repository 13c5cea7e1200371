import { prefer, preferenceStore } from '../state/preferences.ts'
import { useStore } from '../state/use-store.ts'
import { useWords } from '../text/current-words.ts'
import { Dialog } from './dialog.tsx'
import { Icon } from './icon.tsx'

/** The keys that do something, and the switch for those that are single letters. */
export function HelpDialog({ onClose }: { readonly onClose: () => void }) {
  const { shell, ask } = useWords()
  const { shortcuts } = useStore(preferenceStore)
  const rows: readonly (readonly [string, string])[] = [
    ['Enter', shell.shortcuts.send],
    ['Shift + Enter', shell.shortcuts.newLine],
    ['Esc', shell.shortcuts.close],
    ['/', shell.shortcuts.ask],
    ['n', shell.shortcuts.newThread],
    ['e', shell.shortcuts.evidence],
    ['s', shell.shortcuts.sources],
    ['i', shell.shortcuts.insight],
    ['?', shell.shortcuts.help],
  ]
  return (
    <Dialog label={shell.help} kind="box" onClose={onClose}>
      <div class="dialog-head">
        <h2>{shell.help}</h2>
        <button type="button" class="icon-button" aria-label={shell.close} onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
      <table class="keys">
        <caption class="unseen">{ask.title}</caption>
        <tbody>
          {rows.map(([key, text]) => (
            <tr key={key}>
              <th scope="row">
                <kbd>{key}</kbd>
              </th>
              <td>{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <label class="switch">
        <input type="checkbox" checked={shortcuts} onChange={() => prefer({ shortcuts: !shortcuts })} />
        {shell.singleKeys}
      </label>
    </Dialog>
  )
}
