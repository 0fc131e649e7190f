/// The catalogue as a reader sees it.
@NullMarked
package org.tessera.catalog.web;

import org.jspecify.annotations.NullMarked;
