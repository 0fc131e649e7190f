package org.tessera.fhir.store;

/// The resource belongs to another owner, such as the study whose workbook brought it.
public final class OwnerConflict extends RuntimeException {
  private static final long serialVersionUID = 1;

  public OwnerConflict(String type, String id, String owner) {
    super(
        type
            + "/"
            + id
            + " belongs to "
            + owner
            + ": correct it in the workbook and deliver that again");
  }
}
