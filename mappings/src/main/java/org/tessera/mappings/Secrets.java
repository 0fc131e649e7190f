package org.tessera.mappings;

/// Keyed, deterministic stand-ins for values that may not leave the node as they are.
public interface Secrets {
  /// 26 lower-case base-32 characters derived from the text under the node's key.
  String digest(String text);

  /// A DICOM UID below `2.25.` derived from a real UID under the node's key.
  String uid(String uid);
}
