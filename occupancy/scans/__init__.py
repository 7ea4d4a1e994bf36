"""From filed nights to signals: the only caller of the detector."""
