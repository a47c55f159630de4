import { ANSWERS, REQUESTS, type Answer, type Request, type Shape } from "./messages.ts";

/** Whether `value` has `shape`. Fields that the shape does not name are let through: a newer side may add some. */
export function conforms(value: unknown, shape: Shape): boolean {
  if (typeof shape === "string") {
    return shape === "null" ? value === null : typeof value === shape;
  }
  if ("oneOf" in shape) return typeof value === "string" && shape.oneOf.includes(value);
  if ("union" in shape) return shape.union.some((one) => conforms(value, one));
  if ("list" in shape) return Array.isArray(value) && value.every((item) => conforms(item, shape.list));
  if ("tuple" in shape) {
    return (
      Array.isArray(value) &&
      value.length === shape.tuple.length &&
      shape.tuple.every((one, place) => conforms(value[place], one))
    );
  }
  if (!isRecord(value)) return false;
  if ("map" in shape) return Object.values(value).every((item) => conforms(item, shape.map));
  return Object.entries(shape.object).every(([field, one]) => {
    const optional = field.startsWith("?");
    const name = optional ? field.slice(1) : field;
    return Object.hasOwn(value, name) ? conforms(value[name], one) : optional;
  });
}

/** Returns `value` when it is a well-formed answer, else null. */
export function asAnswer(value: unknown): Answer | null {
  return hasShapeIn(value, ANSWERS) ? (value as unknown as Answer) : null;
}

/** Returns `value` when it is a well-formed request, else null. */
export function asRequest(value: unknown): Request | null {
  return hasShapeIn(value, REQUESTS) ? (value as unknown as Request) : null;
}

/** Whether `value` is an object that is neither null nor a list. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function hasShapeIn(value: unknown, shapes: Readonly<Record<string, Shape>>): value is Record<string, unknown> {
  if (!isRecord(value) || typeof value["type"] !== "string" || !Object.hasOwn(shapes, value["type"])) return false;
  const shape = shapes[value["type"]];
  return shape !== undefined && conforms(value, shape);
}
