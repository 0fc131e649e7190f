package org.tessera.etl.deidentify;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.tessera.dicom.CharacterSet;
import org.tessera.dicom.DataSet;
import org.tessera.dicom.Element;
import org.tessera.dicom.SequenceElement;
import org.tessera.dicom.ValueElement;
import org.tessera.dicom.Vr;

/// What in one file tells who it is, so that it can be looked for wherever it does not belong.
final class Identity {
  private static final int NAME_WITHIN_MIN = 5;
  private static final int NUMBER_MIN = 4;
  private static final int NUMBER_WITHIN_MIN = 6;
  private static final int BYTES_MIN = 4;
  private static final int CLAIMS_MAX = 1_000;

  /// How an attribute identifies.
  enum Kind {
    NAME,
    NUMBER,
    PHRASE,
    DATE;

    static Optional<Kind> of(String word) {
      return Arrays.stream(values())
          .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(word))
          .findFirst();
    }
  }

  private final Set<String> words = new HashSet<>();
  private final Set<String> parts = new LinkedHashSet<>();
  private final Set<String> spellings = new LinkedHashSet<>();
  private final TextCleaner cleaner;

  private Identity(TextCleaner cleaner) {
    this.cleaner = cleaner;
  }

  /// What one attribute says of a person.
  record Claim(Kind kind, String text) {}

  /// Gathers what identifies, at every depth; what the profile keeps identifies nobody.
  static List<Claim> claims(DataSet root, SharedRules rules, RuleTable table) {
    Set<Claim> claims = new LinkedHashSet<>();
    Deque<DataSet> open = new ArrayDeque<>();
    open.add(root);
    while (!open.isEmpty()) {
      DataSet dataSet = open.poll();
      for (Element element : dataSet) {
        if (element instanceof SequenceElement sequence) {
          open.addAll(sequence.items());
        } else if (element instanceof ValueElement value && value.length() > 0) {
          Kind kind = value.vr() == Vr.PN ? Kind.NAME : rules.identifying().get(value.tag());
          if (kind != null && !table.keeps(value.tag()) && claims.size() < CLAIMS_MAX) {
            claims.add(new Claim(kind, meant(dataSet, value)));
          }
        }
      }
    }
    return List.copyOf(claims);
  }

  /// A search for all that is claimed, in texts and in bytes of this character set.
  static TokenSearch search(List<Claim> claims, TextCleaner cleaner, CharacterSet set) {
    var identity = new Identity(cleaner);
    claims.forEach(claim -> identity.add(claim.kind, claim.text));
    return new TokenSearch(identity.words, identity.parts, () -> identity.encodings(set));
  }

  /// What careless writers put into UN is text all the same.
  private static String meant(DataSet owner, ValueElement value) {
    if (value.vr() != Vr.UN || !value.value().inMemory()) {
      return owner.text(value).text();
    }
    try {
      return owner.characterSet().decode(value.value().bytes(), Vr.LO).text();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void add(Kind kind, String text) {
    for (String one : text.split("\\\\", -1)) {
      String value = trimmed(one);
      if (value.length() < 2) {
        continue;
      }
      switch (kind) {
        case NAME -> name(value);
        case NUMBER -> number(value);
        case PHRASE -> phrase(value);
        case DATE -> date(value);
      }
    }
  }

  private static String trimmed(String text) {
    return text.replace('\0', ' ').strip();
  }

  private void name(String value) {
    for (String group : value.split("=", -1)) {
      String[] components = group.split("\\^", -1);
      for (String component : components) {
        for (String word : component.split("[\\s,.;]+", -1)) {
          nameWord(word);
        }
      }
      if (components.length > 1 && isIdeographic(group)) {
        nameWord(components[0] + components[1]);
      }
    }
  }

  private void nameWord(String word) {
    if (word.length() < 2) {
      return;
    }
    spellings.add(word);
    for (String spelling : List.of(word, umlauts(word))) {
      String folded = Folded.fold(spelling);
      words.add(folded);
      if (isIdeographic(word) || folded.length() >= NAME_WITHIN_MIN) {
        parts.add(folded);
      }
      for (String half : folded.split("[^\\p{L}\\p{N}]+", -1)) {
        if (half.length() > 2) {
          words.add(half);
        }
      }
    }
  }

  /// Scripts that put no space between words: what is looked for may stand anywhere.
  private static boolean isIdeographic(String text) {
    return text.codePoints()
        .anyMatch(c ->
            Character.isIdeographic(c)
                || (c >= 0x3040 && c < 0xD7B0)
                || (c >= 0xFF66 && c < 0xFFA0));
  }

  /// The other way to write what keyboards lack.
  private static String umlauts(String word) {
    return word.replace("ä", "ae")
        .replace("ö", "oe")
        .replace("ü", "ue")
        .replace("å", "aa")
        .replace("Ä", "Ae")
        .replace("Ö", "Oe")
        .replace("Ü", "Ue")
        .replace("Å", "Aa");
  }

  private void number(String value) {
    if (value.length() < NUMBER_MIN) {
      return;
    }
    spellings.add(value);
    String folded = Folded.fold(value);
    parts.add(folded);
    for (String run : folded.split("[^\\p{L}\\p{N}]+", -1)) {
      if (run.length() >= NUMBER_MIN && !cleaner.knows(run)) {
        words.add(run);
      }
      if (run.length() >= NUMBER_WITHIN_MIN && !cleaner.knows(run)) {
        parts.add(run);
      }
    }
    String digits = value.replaceAll("\\D", "");
    if (digits.length() >= NUMBER_WITHIN_MIN) {
      parts.add(digits);
    }
  }

  private void phrase(String value) {
    spellings.add(value);
    String folded = Folded.fold(value);
    parts.add(folded);
    for (String word : folded.split("[^\\p{L}\\p{N}]+", -1)) {
      if (word.length() > 3 && !cleaner.knows(word)) {
        words.add(word);
      }
      if (word.length() >= NAME_WITHIN_MIN && !cleaner.knows(word)) {
        parts.add(word);
      }
    }
    if (isIdeographic(value)) {
      for (String word : value.split("[\\s,.;]+", -1)) {
        nameWord(word);
      }
    }
  }

  private void date(String value) {
    if (value.length() < 8 || !value.substring(0, 8).chars().allMatch(Character::isDigit)) {
      return;
    }
    String year = value.substring(0, 4);
    String month = value.substring(4, 6);
    String day = value.substring(6, 8);
    parts.add(year + month + day);
    parts.add(day + month + year);
    parts.add(month + day + year);
    for (String mark : List.of("-", "/", ".")) {
      parts.add(String.join(mark, year, month, day));
      parts.add(String.join(mark, day, month, year));
      parts.add(String.join(mark, month, day, year));
    }
    spellings.add(year + month + day);
  }

  private static Set<String> cases(String spelling) {
    return new LinkedHashSet<>(
        List.of(spelling, spelling.toUpperCase(Locale.ROOT), spelling.toLowerCase(Locale.ROOT)));
  }

  /// The bytes a search in bytes looks for.
  private List<byte[]> encodings(CharacterSet set) {
    List<byte[]> encodings = new ArrayList<>();
    for (String part : parts) {
      if (part.length() >= BYTES_MIN && part.chars().allMatch(c -> c < 0x7F)) {
        encodings.add(part.getBytes(StandardCharsets.US_ASCII));
        encodings.add(part.getBytes(StandardCharsets.UTF_16LE));
        encodings.add(part.getBytes(StandardCharsets.UTF_16BE));
      }
    }
    for (String spelling : spellings) {
      if (spelling.chars().anyMatch(c -> c > 0x7E)) {
        for (String form : cases(spelling)) {
          encodings.add(form.getBytes(StandardCharsets.UTF_8));
          encodings.add(form.getBytes(StandardCharsets.UTF_16LE));
          encodings.add(form.getBytes(StandardCharsets.UTF_16BE));
          set.encode(form, Vr.LO).ifPresent(encodings::add);
        }
      }
    }
    encodings.removeIf(bytes -> bytes.length < BYTES_MIN);
    return encodings;
  }
}
