package org.tessera.catalog;

/// A value and how many patients have it.
public record ValueCount(String value, String label, Count patients) {}
