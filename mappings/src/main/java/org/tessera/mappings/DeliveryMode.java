package org.tessera.mappings;

/// What a study's file says about rows it does not mention: `FULL` that they are gone, `PARTIAL`
/// nothing.
public enum DeliveryMode {
  FULL,
  PARTIAL
}
