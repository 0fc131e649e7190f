package org.tessera.catalog.search;

import java.util.List;

/// How a question was read.
///
/// @param parts what must be met, each in words; the reader joins them with AND
/// @param without the words that are left when a part is dropped, in the order of `parts`
/// @param notes what was read otherwise than typed, in sentences
/// @param ignored choices that name no filter or no value there is, in sentences
public record Understood(
    List<String> parts, List<String> without, List<String> notes, List<String> ignored) {}
