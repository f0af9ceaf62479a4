// Buttons that copy a command.

export function offerCopies(): void {
  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-copy]') : null;
    if (button !== null) void copy(button);
  });
}

/** A page from a disk may not be let near the clipboard: then the text is selected, to be copied by hand. */
async function copy(button: HTMLElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(button.dataset['copy'] ?? '');
    button.textContent = 'Copied';
  } catch {
    const text = button.parentElement?.querySelector('code');
    if (text != null) getSelection()?.selectAllChildren(text);
    button.textContent = 'Selected';
  }
}
