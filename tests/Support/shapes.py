"""Classes with user-defined types, as a geometry library would have them."""

from pyspark.sql.types import (
    ArrayType, BinaryType, DoubleType, IntegerType, StringType, StructField, StructType, UserDefinedType,
)


class PointUDT(UserDefinedType):
    """Stored as a list of two numbers."""

    @classmethod
    def sqlType(cls):
        return ArrayType(DoubleType(), False)

    @classmethod
    def module(cls):
        return "shapes"

    def serialize(self, obj):
        return [obj.x, obj.y]

    def deserialize(self, datum):
        return Point(datum[0], datum[1])


class Point:
    __UDT__ = PointUDT()

    def __init__(self, x, y):
        self.x, self.y = float(x), float(y)

    def __repr__(self):
        return f"Point({self.x}, {self.y})"

    def __eq__(self, other):
        return isinstance(other, Point) and (self.x, self.y) == (other.x, other.y)

    def __hash__(self):
        return hash((self.x, self.y))


class CircleUDT(UserDefinedType):
    """Stored as a struct with a list in it."""

    @classmethod
    def sqlType(cls):
        return StructType([
            StructField("centre", ArrayType(DoubleType(), False), False),
            StructField("radius", DoubleType(), False),
            StructField("label", StringType(), True),
        ])

    @classmethod
    def module(cls):
        return "shapes"

    def serialize(self, obj):
        return ([obj.centre.x, obj.centre.y], obj.radius, obj.label)

    def deserialize(self, datum):
        return Circle(Point(*datum[0]), datum[1], datum[2])


class Circle:
    __UDT__ = CircleUDT()

    def __init__(self, centre, radius, label=None):
        self.centre, self.radius, self.label = centre, float(radius), label

    def __repr__(self):
        return f"Circle({self.centre}, {self.radius}, {self.label!r})"


class ColourUDT(UserDefinedType):
    """Stored as a whole number."""

    @classmethod
    def sqlType(cls):
        return IntegerType()

    @classmethod
    def module(cls):
        return "shapes"

    def serialize(self, obj):
        return obj.rgb

    def deserialize(self, datum):
        return Colour(datum)


class Colour:
    __UDT__ = ColourUDT()

    def __init__(self, rgb):
        self.rgb = rgb

    def __repr__(self):
        return f"Colour({self.rgb:06x})"


class ShapeUDT(UserDefinedType):
    """Stored as bytes, as libraries do that have a binary form of their own."""

    @classmethod
    def sqlType(cls):
        return BinaryType()

    @classmethod
    def module(cls):
        return "shapes"

    def serialize(self, obj):
        return obj.text.encode()

    def deserialize(self, datum):
        return Shape(bytes(datum).decode())


class Shape:
    __UDT__ = ShapeUDT()

    def __init__(self, text):
        self.text = text

    def __repr__(self):
        return f"Shape({self.text})"


class PairedUDT(PointUDT):
    """Has a class on the JVM's side too, which is nowhere to be found."""

    @classmethod
    def scalaUDT(cls):
        return "org.example.PairedUDT"
