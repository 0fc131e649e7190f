/// Requests for a collection and the decisions on them.
@NullMarked
package org.tessera.access.request;

import org.jspecify.annotations.NullMarked;
