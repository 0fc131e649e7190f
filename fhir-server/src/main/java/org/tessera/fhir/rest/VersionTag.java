package org.tessera.fhir.rest;

import ca.uhn.fhir.rest.server.exceptions.InvalidRequestException;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Versions as HTTP writes them: `W/"3"`.
final class VersionTag {
  private static final Pattern TAG = Pattern.compile("(?:W/)?\"?(\\d{1,9})\"?");

  private VersionTag() {}

  static String of(long version) {
    return "W/\"" + version + "\"";
  }

  /// The version an `If-Match` asks for, or, with `If-None-Match: *`, 0: the resource must be new.
  static OptionalLong expected(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
    if (ifMatch != null && !ifMatch.isBlank()) {
      Matcher tag = TAG.matcher(ifMatch.strip());
      if (!tag.matches()) {
        throw new InvalidRequestException("If-Match takes a version such as W/\"3\"");
      }
      return OptionalLong.of(Long.parseLong(tag.group(1)));
    }
    return "*".equals(ifNoneMatch) ? OptionalLong.of(0) : OptionalLong.empty();
  }
}
