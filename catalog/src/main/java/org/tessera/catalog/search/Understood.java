package org.tessera.catalog.search;

import java.util.List;
import org.tessera.vocabularies.words.Said;
import org.tessera.vocabularies.words.Spoken;

/// How a question was read.
///
/// @param parts what must be met; the reader joins them with AND
/// @param without the words that are left when a part is dropped, in the order of `parts`
/// @param notes what was read otherwise than typed, in sentences
/// @param ignored choices that name no filter or no value there is, in sentences
public record Understood(
    List<Part> parts, List<String> without, List<Said> notes, List<Said> ignored) {
  /// A part of it in words.
  ///
  /// @param alternatives whether any of several things meets it
  public record Part(Spoken words, boolean alternatives) {}
}
