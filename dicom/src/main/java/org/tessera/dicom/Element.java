package org.tessera.dicom;

/// One data element (PS3.5 section 7.1); immutable.
public sealed interface Element permits ValueElement, SequenceElement, EncapsulatedElement {
  /// The attribute's tag, `0xggggeeee`.
  int tag();

  /// What the value is; in implicit VR as the dictionary says, UN where it says nothing.
  Vr vr();
}
