import { TextInput, type TextInputProps } from '@mantine/core';

/** One's own address, where a form of signing in begins. */
export function EmailField(props: TextInputProps) {
  return (
    <TextInput
      type="email"
      name="email"
      autoComplete="username"
      required
      withAsterisk={false}
      autoFocus
      {...props}
    />
  );
}
