package org.tessera.dicom;

import java.util.List;

/// One attribute of PS3.6.
///
/// @param tag the attribute's tag; a repeating group's lowest
/// @param vrs the representations the standard allows; empty for the item delimiters
/// @param name the attribute's name in words
/// @param keyword its name in one word, as programs use it
/// @param retired whether the standard no longer maintains it
public record DictionaryEntry(
    int tag, List<Vr> vrs, Vm vm, String name, String keyword, boolean retired) {}
