// Facebook's button: a div. Enter and Space act on keydown and send no click.
export function Button({ label, disabled, onPress, className, children, ...rest }) {
  const press = (how) => { if (!disabled && onPress) onPress(how); };
  return (
    <div role="button" aria-label={label} tabIndex={disabled ? -1 : 0} aria-disabled={disabled || undefined} className={className} {...rest}
      onClick={() => press('click')}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        press(event.key === ' ' ? 'space' : 'enter on the button');
      }}>
      {children}
    </div>
  );
}
