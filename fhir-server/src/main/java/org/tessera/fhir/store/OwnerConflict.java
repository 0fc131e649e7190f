package org.tessera.fhir.store;

/// The resource belongs to another owner, such as the study whose workbook brought it, or the
/// catalogue whose descriptions it says.
public final class OwnerConflict extends RuntimeException {
  private static final long serialVersionUID = 1;

  public OwnerConflict(String type, String id, String owner) {
    super(
        type
            + "/"
            + id
            + " belongs to "
            + owner
            + (owner.startsWith("study:")
                ? ": correct it in the workbook and deliver that again"
                : ": correct it where that takes it from"));
  }
}
