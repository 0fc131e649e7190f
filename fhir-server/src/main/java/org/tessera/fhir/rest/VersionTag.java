package org.tessera.fhir.rest;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Versions as HTTP writes them: `W/"3"`.
final class VersionTag {
  private static final Pattern TAG = Pattern.compile("(?:W/)?\"?(\\d{1,9})\"?");

  private VersionTag() {}

  static String of(long version) {
    return "W/\"" + version + "\"";
  }

  /// Whether a list of tags, or `*`, names this version.
  static boolean matches(String tags, long version) {
    for (String tag : tags.split(",", -1)) {
      Matcher one = TAG.matcher(tag.strip());
      if (tag.strip().equals("*") || (one.matches() && Long.parseLong(one.group(1)) == version)) {
        return true;
      }
    }
    return false;
  }

  /// The version an `If-Match` asks for, or, with `If-None-Match: *`, 0: the resource must be new.
  static OptionalLong expected(Optional<String> ifMatch, Optional<String> ifNoneMatch) {
    if (ifMatch.isPresent() && !ifMatch.get().isBlank()) {
      Matcher tag = TAG.matcher(ifMatch.get().strip());
      if (!tag.matches()) {
        throw Refusal.badRequest("If-Match takes a version such as W/\"3\"");
      }
      return OptionalLong.of(Long.parseLong(tag.group(1)));
    }
    return ifNoneMatch.filter("*"::equals).isPresent() ? OptionalLong.of(0) : OptionalLong.empty();
  }

  static OptionalLong expected(FhirRequest request) {
    return expected(request.header("If-Match"), request.header("If-None-Match"));
  }
}
