import type { ComponentChildren, InputHTMLAttributes } from 'preact';
import { CSRF_FIELD } from '../csrf.ts';

export function Csrf({ token }: { token: string }) {
  return <input type="hidden" name={CSRF_FIELD} value={token} />;
}

interface FieldProps {
  name: string;
  /** where the name stands more than once on the page; else the name */
  id?: string;
  label: string;
  hint?: string;
  /** what is wrong with it after a try */
  fault?: string | undefined;
  type?: 'text' | 'password' | 'email' | 'date';
  value?: string;
  autocomplete?: 'off' | 'username' | 'email' | 'current-password' | 'new-password' | 'one-time-code';
  autocapitalize?: 'none';
  inputMode?: 'numeric';
  minLength?: number;
  maxLength?: number;
  spellcheck?: boolean;
  required?: boolean;
}

/** A labelled field with its hint and, after a try, what is wrong with it. */
export function Field(props: FieldProps) {
  const { name, id = name, label, hint, fault, type = 'text', ...rest } = props;
  const described = [hint ? `${id}-hint` : '', fault ? `${id}-fault` : ''].filter(Boolean).join(' ');
  // the types tell kinds of input apart one by one; here the kind is known only when the page is made
  const attributes = { type, ...rest } as InputHTMLAttributes<HTMLInputElement>;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        name={name}
        aria-describedby={described || undefined}
        aria-invalid={fault ? 'true' : undefined}
        // the field to mend is where one goes on
        autofocus={fault ? true : undefined}
        {...attributes}
      />
      {fault && (
        <p id={`${id}-fault`} class="fault">
          {fault}
        </p>
      )}
      {hint && <small id={`${id}-hint`}>{hint}</small>}
    </div>
  );
}

/** A labelled list to choose from, of options, and what is wrong with the choice. */
export function Choice(props: { name: string; label: string; fault: string | undefined; children: ComponentChildren }) {
  const { name, label, fault, children } = props;
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <select
        id={name}
        name={name}
        aria-invalid={fault ? 'true' : undefined}
        aria-describedby={fault ? `${name}-fault` : undefined}
      >
        {children}
      </select>
      {fault && (
        <p id={`${name}-fault`} class="fault">
          {fault}
        </p>
      )}
    </div>
  );
}

/** What went wrong with the form as a whole, said at once by a screen reader. */
export function Alert({ text }: { text: string | undefined }) {
  return text ? (
    <p role="alert" class="alert">
      {text}
    </p>
  ) : null;
}
