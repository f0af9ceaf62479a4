// A strip of trials is one stop of the tab key; arrows move inside, so that nobody has to tab through two
// thousand cells.

export function offerStrips(): void {
  for (const strip of document.querySelectorAll('.strip')) {
    const buttons = [...strip.querySelectorAll('button')];
    buttons.forEach((button, index) => {
      button.tabIndex = index === 0 ? 0 : -1;
    });
    strip.addEventListener('keydown', (event) => {
      if (event instanceof KeyboardEvent) move(buttons, event);
    });
  }
}

const steps: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
  Home: -Infinity,
  End: Infinity,
};

function move(buttons: readonly HTMLButtonElement[], event: KeyboardEvent): void {
  const step = steps[event.key];
  const from = buttons.findIndex((button) => button === document.activeElement);
  if (step === undefined || from < 0) return;
  event.preventDefault();
  const next = buttons[Math.min(buttons.length - 1, Math.max(0, from + step))];
  for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
  next?.focus();
}
