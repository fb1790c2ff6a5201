import type { Installation } from '@navette/api';

export interface InstallationDialogProps {
  readonly installation: Installation;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}
