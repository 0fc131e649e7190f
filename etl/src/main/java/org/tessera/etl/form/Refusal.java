package org.tessera.etl.form;

/// Why a delivered file cannot be read at all, in words for the person who sent it. Never holds a
/// value of the file.
public abstract sealed class Refusal extends Exception {
  private static final long serialVersionUID = 1L;
  private final String remedy;

  private Refusal(String reason, String remedy) {
    super(reason);
    this.remedy = remedy;
  }

  /// What is wrong, one sentence.
  public final String reason() {
    return String.valueOf(getMessage());
  }

  /// What the sender can do about it, one sentence.
  public final String remedy() {
    return remedy;
  }

  /// A stable word for tables and JSON, such as `no-workbook`.
  public final String kind() {
    return switch (this) {
      case NoWorkbook r -> "no-workbook";
      case Locked r -> "locked";
      case Empty r -> "empty";
      case Truncated r -> "truncated";
      case TooLarge r -> "too-large";
      case NoHeader r -> "no-header";
      case EncodingQuestion r -> "encoding-question";
      case DecimalQuestion r -> "decimal-question";
    };
  }

  /// The file is neither a workbook nor a table of text.
  public static final class NoWorkbook extends Refusal {
    private static final long serialVersionUID = 1L;

    NoWorkbook(String reason, String remedy) {
      super(reason, remedy);
    }
  }

  /// The workbook needs a password, or the one given is wrong.
  public static final class Locked extends Refusal {
    private static final long serialVersionUID = 1L;

    Locked(String reason) {
      super(reason, "give the password with the delivery, or save the workbook without one");
    }
  }

  /// Zero bytes, or no row in any sheet.
  public static final class Empty extends Refusal {
    private static final long serialVersionUID = 1L;

    Empty(String reason) {
      super(reason, "check the export and send the file again");
    }
  }

  /// The file ends before its content does: half-copied, damaged or still being written.
  public static final class Truncated extends Refusal {
    private static final long serialVersionUID = 1L;

    Truncated(String reason) {
      super(reason, "copy the file again and wait until the copy is complete");
    }
  }

  /// The file is beyond a limit, which the reason names.
  public static final class TooLarge extends Refusal {
    private static final long serialVersionUID = 1L;

    TooLarge(String reason) {
      super(reason, "split the delivery into smaller files, or have the limit raised");
    }
  }

  /// No row of the sheet can be its header: none holds the column of the patient.
  public static final class NoHeader extends Refusal {
    private static final long serialVersionUID = 1L;

    NoHeader(String reason, String remedy) {
      super(reason, remedy);
    }
  }

  /// The bytes are not in a recognisable encoding and the study declares none: which is it?
  public static final class EncodingQuestion extends Refusal {
    private static final long serialVersionUID = 1L;

    EncodingQuestion(String reason) {
      super(
          reason,
          "declare the file's encoding in the study (csv: charset), or save the file as UTF-8");
    }
  }

  /// Numbers such as 1,234 have two meanings and the study declares none: which mark is decimal?
  public static final class DecimalQuestion extends Refusal {
    private static final long serialVersionUID = 1L;

    DecimalQuestion(String reason) {
      super(reason, "declare the decimal mark in the study (csv: decimal), a point or a comma");
    }
  }
}
